/** The command that explains the result of a request, ready to be typed. */

/** `time` is the time of one of its lines, in ms since the epoch. Its other lines are at most a minute away. */
export function explainCommand(requestId: string, time: number, stage: string): string {
  const [since, until] = [time - 60_000, time + 60_000].map((at) => `${new Date(at).toISOString().slice(0, 19)}Z`);
  return `apikit explain ${requestId} --since ${since} --until ${until} --stage ${stage}`;
}
