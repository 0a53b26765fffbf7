/** The command that says why a request ended as it did, to be typed as it stands. */

/** `time`: when one of its lines was written, in ms since the epoch; its others are at most a minute away. */
export function explainCommand(requestId: string, time: number, stage: string): string {
  const [since, until] = [time - 60_000, time + 60_000].map((at) => `${new Date(at).toISOString().slice(0, 19)}Z`);
  return `apikit explain ${requestId} --since ${since} --until ${until} --stage ${stage}`;
}
