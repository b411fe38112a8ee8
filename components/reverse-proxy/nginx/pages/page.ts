import { createHash } from "node:crypto";
import type { ProxySiteSpec } from "../../../../spec/proxy";
import { english } from "./english";
import { french } from "./french";
import { style } from "./style";
import type { PageLanguage, PageName, PageText } from "./texts";

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

/** All pages of a site, by name: HTML that needs no other file. */
export function renderPages(
  language: ProxySiteSpec["language"],
  title: string,
): Readonly<Record<string, string>> {
  const texts = languages[language];
  return Object.fromEntries(
    Object.entries(texts.pages).map(([name, text]) => [
      name,
      renderPage({ name: name as PageName, text, texts, language, title }),
    ]),
  );
}

function renderPage(page: {
  readonly name: PageName;
  readonly text: PageText;
  readonly texts: PageLanguage;
  readonly language: string;
  readonly title: string;
}): string {
  const { text, texts } = page;
  const closed = page.name === "maintenance" || page.name === "starting";
  // While the site is closed, its start page shows the same.
  const home = closed ? "" : `\n<p class="next"><a href="/">${escape(texts.home)}</a></p>`;
  return `<!DOCTYPE html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(text.heading)} – ${escape(page.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="site">${escape(page.title)}</p>
<h1>${escape(text.heading)}</h1>
${text.sentences.map((sentence) => `<p>${escape(sentence)}</p>`).join("\n")}${home}
<footer>${escape(texts.reference)} <code><!--# echo var="request_id" --></code></footer>
</main>
</body>
</html>
`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
