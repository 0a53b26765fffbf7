/** What somebody who names a stage that there is not may have meant. Pure. */
import { LOCAL_STAGE } from './config.ts';
import { suggest } from './suggest.ts';

/** `Did you mean --stage prod?` where the name is nearly that of a stage, though none of them. */
export function nearStage(name: string, stages: readonly string[]): string | undefined {
  const near = suggest(name, [...stages, LOCAL_STAGE]);
  return near === undefined ? undefined : `Did you mean --stage ${near}?`;
}
