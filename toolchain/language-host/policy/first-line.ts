/** Takes the first line out of a stream of output and passes everything after it on. */
export class FirstLine {
  /** The first line without its end; rejected when the output ends before it is complete. */
  readonly line: Promise<string>;
  private head: string | undefined = "";
  private resolve: (line: string) => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;

  constructor(private readonly rest: (data: Buffer) => void) {
    this.line = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** Call with every piece of output. */
  readonly take = (data: Buffer): void => {
    if (this.head === undefined) {
      this.rest(data);
      return;
    }
    const end = data.indexOf("\n");
    if (end < 0) {
      this.head += data.toString();
      return;
    }
    this.resolve(this.head + data.subarray(0, end).toString());
    this.head = undefined;
    if (end + 1 < data.length) this.rest(data.subarray(end + 1));
  };

  /** Call when no more output will come. */
  readonly ended = (): void => {
    this.reject(new Error("it ended before it was ready"));
  };
}
