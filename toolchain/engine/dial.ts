/** The part of the client below dockerode, which dockerode gives no type. */
interface Modem {
  dial(request: object, callback: (error: unknown, answer: unknown) => void): void;
}

/**
 * Makes a request that dockerode has no method for, or one that leaves out what is needed.
 * @param client An engine, or an object of one.
 * @param request As docker-modem takes it.
 * @returns The parsed answer, or with `isStream` the answer itself as soon as its head is there.
 */
export function dial({ modem }: { readonly modem: unknown }, request: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    (modem as Modem).dial(request, (error, answer) => {
      if (error instanceof Error) reject(error);
      else resolve(answer);
    });
  });
}
