import { untilVariable } from "../variables";
import { escape } from "./escape";
import type { ClosedName, PageLanguage, PageText } from "./texts";

/** What a page says in the place of an application that is closed: until when, and what became of a form. */
export function closedNotes(application: string, name: ClosedName, texts: PageLanguage): string {
  const { until, soon, unsent, again } = texts.closed;
  const variable = untilVariable(application);
  const expected = [
    `<!--# if expr="${variable}" -->`,
    `<p class="until">${escape(until)} <strong><!--# echo var="${variable.slice(1)}" --></strong></p>`,
    `<!--# else --><p>${escape(soon)}</p><!--# endif -->`,
  ].join("");
  return [
    ...(name === "maintenance" ? [expected] : []),
    `<!--# if expr="$palier_unsent" --><p class="unsent">${escape(unsent)}</p>` +
      `<!--# else --><p class="next"><a class="again" href="">${escape(again)}</a></p><!--# endif -->`,
  ].join("\n");
}

/** What a program is answered in the place of an application that is closed. */
export function renderClosedAnswer(application: string, name: ClosedName, text: PageText): string {
  const fields = [
    `"status":"${name}"`,
    `"message":${JSON.stringify(`${text.heading}. ${text.sentences.join(" ")}`)}`,
  ];
  const variable = untilVariable(application);
  const until = `,"until":"<!--# echo var="${variable.slice(1)}" -->"`;
  const optional =
    name === "maintenance" ? `<!--# if expr="${variable}" -->${until}<!--# endif -->` : "";
  return `{${fields.join(",")}${optional},"reference":"<!--# echo var="request_id" -->"}\n`;
}
