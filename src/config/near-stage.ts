/** Suggests the stage that a user may have meant by a wrong name. Pure. */
import { LOCAL_STAGE } from './config.ts';
import { suggest } from './suggest.ts';

/** Returns `Did you mean --stage prod?` if the name is similar to a stage's name. */
export function nearStage(name: string, stages: readonly string[]): string | undefined {
  const near = suggest(name, [...stages, LOCAL_STAGE]);
  return near === undefined ? undefined : `Did you mean --stage ${near}?`;
}
