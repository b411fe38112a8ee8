import { ConfigurationError, type Problem } from "../errors";
import { type Path, spell } from "../schema/path";

/**
 * Collects what is wrong while a stack is resolved, so that the operator sees all of it at once.
 * Whoever reports a problem goes on with a placeholder; `settle` then keeps it from being used.
 */
export class Problems {
  private readonly found: Problem[] = [];

  /** @param path Keys below the namespace, for example `["proxy", "limits", "memory"]`. */
  add(path: Path, message: string): void {
    this.found.push({ path: spell(path), message });
  }

  /**
   * Ends the collection.
   * @param origin What was read, for example `Pulumi.prod.yaml`.
   * @throws ConfigurationError with every problem, when there is any.
   */
  settle(origin: string): void {
    if (this.found.length > 0) throw new ConfigurationError(origin, this.found);
  }
}
