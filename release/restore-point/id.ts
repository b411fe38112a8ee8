import { OperationFailure } from "../failure";

/** A folder of the volume; nothing that means something to a shell or to the tools. */
const validId = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

/**
 * Hands back an id that can be the name of a folder.
 * @throws OperationFailure when it cannot.
 */
export function checkId(id: string): string {
  if (validId.test(id)) return id;
  throw new OperationFailure(
    `"${id}" is no name of a restore point; expected letters, digits, "-" and "_".`,
  );
}
