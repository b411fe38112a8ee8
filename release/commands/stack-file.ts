import { isScalar, parseDocument, stringify } from "yaml";

import { OperationFailure } from "../failure";

/** What a stack's file says about the release of an application. */
export interface DeclaredValues {
  readonly image: string;
  readonly version: string;
}

/**
 * The text of a stack's file with another image and version of one application. Everything else,
 * comments and spelling included, stays as it is.
 * @throws OperationFailure when the file does not have them where they belong.
 */
export function declareRelease(text: string, application: string, values: DeclaredValues): string {
  const edits = (["image", "version"] as const).map((key) => ({
    ...placeOf(text, application, key),
    value: stringify(values[key], { lineWidth: 0 }).trimEnd(),
  }));
  // From the end on, so that earlier places stay where they are.
  return edits
    .sort((one, other) => other.start - one.start)
    .reduce((done, { start, end, value }) => done.slice(0, start) + value + done.slice(end), text);
}

/** The values that the file has. */
export function declaredRelease(text: string, application: string): DeclaredValues {
  return {
    image: placeOf(text, application, "image").content,
    version: placeOf(text, application, "version").content,
  };
}

/** The CLI takes a key without its namespace as well. */
const applicationKeys = ["palier:applications", "applications"];

function placeOf(
  text: string,
  application: string,
  key: string,
): { readonly start: number; readonly end: number; readonly content: string } {
  const document = parseDocument(text, { prettyErrors: false, logLevel: "error" });
  for (const applications of applicationKeys) {
    const node: unknown = document.getIn(["config", applications, application, key], true);
    if (!isScalar(node) || node.range == null) continue;
    const [start, end] = node.range;
    return { start, end, content: String(node.value) };
  }
  throw new OperationFailure(
    `The stack's file has no ${key} at palier:applications.${application}.${key}; nothing was changed.`,
  );
}
