/** The one style sheet of all pages, kept inside of them so that they need nothing else. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #556070; --paper: #f6f7f9; --card: #fff; --line: #dfe3e8; --accent: #1f5fbf; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebf0; --soft: #a5afbd; --paper: #14181e; --card: #1c222b; --line: #303844; --accent: #8db8f5; }
}
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { width: 100%; max-width: 34rem; padding: 2.5rem; background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--accent); border-radius: 0.5rem; }
.site { color: var(--soft); font-size: 0.9375rem; font-weight: 600; overflow-wrap: anywhere; }
h1 { margin: 0.25rem 0 1rem; font-size: 1.625rem; line-height: 1.25; text-wrap: balance; }
p + p { margin-top: 0.5rem; }
a { color: var(--accent); text-underline-offset: 0.2em; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
.next { margin-top: 1.5rem; }
footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.8125rem; overflow-wrap: anywhere; }
`;
