import type { SmokeTestSpec } from "../../spec/lifecycle";
import type { SmokeAnswer } from "./answer";
import { visibleText } from "./visible-text";
import { wrongPageOf } from "./wrong-pages";

/** Characters of the page that a message shows. */
const shown = 200;

/**
 * Says in one line what is wrong with an answer: the path, what was expected, what came, and the
 * beginning of the text that a reader would see. Undefined for the answer that was expected.
 */
export function judgeAnswer(
  test: SmokeTestSpec,
  version: string,
  answer: SmokeAnswer,
): string | undefined {
  const problem = problemOf(test, version, answer);
  if (problem === undefined) return undefined;
  const text = visibleText(answer.body).slice(0, shown);
  return `${test.path} ${problem}; it says ${text === "" ? "nothing" : JSON.stringify(text)}`;
}

function problemOf(test: SmokeTestSpec, version: string, answer: SmokeAnswer): string | undefined {
  const wrong = wrongPageOf(answer);
  if (wrong !== undefined) return `is ${wrong} (status ${answer.status}), not the application`;
  if (answer.status !== test.status) {
    const target = answer.headers.location;
    const leads = target === undefined ? "" : ` to ${printable(target)}`;
    return `has status ${answer.status}${leads}, not ${test.status}`;
  }
  const filled = (text: string): string => text.replaceAll("{{version}}", version);
  const texts = [answer.body, visibleText(answer.body)];
  const holds = (text: string): boolean => texts.some((body) => body.includes(filled(text)));
  const missing = test.contains.find((text) => !holds(text));
  if (missing !== undefined) return `does not contain ${JSON.stringify(filled(missing))}`;
  const unwanted = test.absent.find(holds);
  if (unwanted !== undefined) return `contains ${JSON.stringify(filled(unwanted))}`;
  for (const [name, text] of Object.entries(test.headers)) {
    const value = answer.headers[name];
    if (value?.includes(filled(text)) === true) continue;
    const found = value === undefined ? "is missing" : `is ${printable(value)}`;
    return `should have ${JSON.stringify(filled(text))} in its header ${name}, which ${found}`;
  }
  return undefined;
}

function printable(text: string): string {
  return JSON.stringify(text.replace(/[\p{Cc}\p{Cf}]+/gu, " ").slice(0, shown));
}
