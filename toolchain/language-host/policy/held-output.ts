/** Keeps output back until it is known where it belongs: to the user as it comes, or into one error. */
export class HeldOutput {
  private held: Buffer[] | undefined = [];

  constructor(private readonly target: (data: Buffer) => void) {}

  /** Call with every piece of output. */
  readonly take = (data: Buffer): void => {
    if (this.held === undefined) this.target(data);
    else this.held.push(data);
  };

  /** Hands on what was kept, and from now on everything at once. */
  release(): void {
    for (const data of this.held ?? []) this.target(data);
    this.held = undefined;
  }

  /** What was kept, as text. */
  text(): string {
    return Buffer.concat(this.held ?? [])
      .toString()
      .trim();
  }
}
