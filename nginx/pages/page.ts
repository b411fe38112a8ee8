import { createHash } from "node:crypto";
import type { ProxySiteSpec } from "../../spec/proxy";
import { closedNotes, renderClosedAnswer } from "./closed";
import { english } from "./english";
import { escape } from "./escape";
import { french } from "./french";
import { style } from "./style";
import type { ClosedName, PageLanguage, PageName, PageText } from "./texts";

const languages: Readonly<Record<ProxySiteSpec["language"], PageLanguage>> = {
  en: english,
  fr: french,
};

/**
 * Policy of the pages, stricter than any site's: nothing is loaded, and the style is allowed by
 * its hash. A site's own policy may forbid styles inside of a page, as it should.
 */
export function pageContentSecurityPolicy(): string {
  const hash = createHash("sha256").update(style).digest("base64");
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** All pages of a site, by file name: HTML that needs no other file, and JSON for programs that find it closed. */
export function renderPages(site: ProxySiteSpec): Readonly<Record<string, string>> {
  const texts = languages[site.language];
  return Object.fromEntries(
    Object.entries(texts.pages).flatMap(([name, text]) => {
      const html = [`${name}.html`, renderPage(site, name as PageName, text, texts)] as const;
      if (!isClosed(name)) return [html];
      return [html, [`${name}.json`, renderClosedAnswer(site.application, name, text)] as const];
    }),
  );
}

function isClosed(name: string): name is ClosedName {
  return name === "maintenance" || name === "starting";
}

function renderPage(
  site: ProxySiteSpec,
  name: PageName,
  text: PageText,
  texts: PageLanguage,
): string {
  // While the site is closed, its start page shows the same.
  const next = isClosed(name)
    ? closedNotes(site.application, name, texts)
    : `<p class="next"><a href="/">${escape(texts.home)}</a></p>`;
  return `<!DOCTYPE html>
<html lang="${site.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(text.heading)} – ${escape(site.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="site">${escape(site.title)}</p>
<h1>${escape(text.heading)}</h1>
${text.sentences.map((sentence) => `<p>${escape(sentence)}</p>`).join("\n")}
${next}
<footer>${escape(texts.reference)} <code><!--# echo var="request_id" --></code></footer>
</main>
</body>
</html>
`;
}
