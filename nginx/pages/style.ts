/** The one style sheet of all pages, kept inside of them so that they need nothing else. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #556070; --paper: #f6f7f9; --card: #fff; --line: #dfe3e8; --accent: #1f5fbf; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebf0; --soft: #a5afbd; --paper: #14181e; --card: #1c222b; --line: #303844; --accent: #8db8f5; }
}
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { position: relative; overflow: hidden; width: 100%; max-width: 34rem; padding: clamp(1.75rem, 6vw, 2.75rem); background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; box-shadow: 0 1px 2px rgb(0 0 0 / 4%), 0 12px 32px -12px rgb(0 0 0 / 12%); }
main::before { content: ""; position: absolute; inset: 0 0 auto; height: 4px; background: var(--accent); }
.site { color: var(--soft); font-size: 0.9375rem; font-weight: 600; overflow-wrap: anywhere; }
h1 { margin: 0.25rem 0 1rem; font-size: 1.625rem; line-height: 1.25; text-wrap: balance; }
p { text-wrap: pretty; }
p + p { margin-top: 0.5rem; }
a { color: var(--accent); text-underline-offset: 0.2em; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
.next { margin-top: 1.5rem; }
.until { margin-top: 1.5rem; padding: 0.875rem 1.125rem 1rem; background: var(--paper); border-left: 3px solid var(--accent); border-radius: 0.375rem; color: var(--soft); font-size: 0.9375rem; }
.until strong { display: block; color: var(--ink); font-size: 1.375rem; line-height: 1.35; font-variant-numeric: tabular-nums; text-wrap: balance; }
.unsent { margin-top: 1.5rem; font-weight: 600; }
.again { display: inline-block; padding: 0.5rem 1.125rem; border: 1px solid currentcolor; border-radius: 0.375rem; font-weight: 600; text-decoration: none; }
.again:hover { background: var(--accent); border-color: var(--accent); color: var(--card); }
footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.8125rem; overflow-wrap: anywhere; }
`;
