import * as sdk from "@pulumi/policy";

/** What the engine sends for a text that a preview does not know yet; the SDK's own constant is not exported. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The same for a list. */
export const unknownList = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";
/** The same for a number. */
export const unknownNumber = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";
/** The same for true or false. */
export const unknownFlag = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";
/** The same for a map. */
export const unknownMap = "dd056dcd-154b-4c76-9bd3-c8f88648b5ff";

const all: readonly unknown[] = [unknownText, unknownList, unknownNumber, unknownFlag, unknownMap];

/** Whether a value is one of these. */
export function isUnknown(value: unknown): boolean {
  return all.includes(value);
}

// The package exports both and leaves their declarations out.
const { unknownCheckingProxy, UnknownValueError } = sdk as unknown as {
  unknownCheckingProxy: (inputs: object) => Record<string, unknown>;
  UnknownValueError: new () => Error;
};

/** Inputs as the SDK hands them to a policy: reading an unknown value throws. */
export const asInPreview = unknownCheckingProxy;

/** Whether reading an unknown value was the reason. */
export function isUnknownValue(error: unknown): boolean {
  return error instanceof UnknownValueError;
}
