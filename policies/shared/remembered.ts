/** Several policies read the same few texts, one after the other. */
const most = 512;

/** The same function, with its latest results kept: reading a configuration takes longer than judging it. */
export function remembered<Result>(read: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = read(text);
    const [oldest] = results.keys();
    if (oldest !== undefined && results.size >= most) results.delete(oldest);
    results.set(text, result);
    return result;
  };
}
