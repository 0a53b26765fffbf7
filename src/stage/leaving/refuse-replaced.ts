/**
 * Refuses to write texts of a project into a template of CloudFormation that CloudFormation would replace, in the
 * account of whoever deploys the template: by secrets, parameters and other resources
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html). Pure.
 */
import type { CloudFormationPart } from '../../aws/leaving/leaving.ts';
import { type Path, pointer } from '../../config/problem.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { dynamicReferenceIn } from '../../text/dynamic-reference.ts';
import type { LeftStage } from './leave-stage.ts';

interface Replaced {
  readonly path: Path;
  readonly what: string;
}

/** Throws `TextsReplaced` with the places of all such texts. */
export function refuseReplaced({ parts, definition }: LeftStage<CloudFormationPart>): void {
  const places = [
    ...replacedIn(definition, [], keysReplaced).map(({ path, what }) => `${pointer(path)} of the API: ${what}`),
    ...parts.flatMap(({ logicalId, properties }) => {
      const own = Object.entries(properties).filter(([, value]) => value !== definition);
      return replacedIn(Object.fromEntries(own), [], () => undefined).map(
        ({ path, what }) => `${pointer(path)} of ${logicalId}: ${what}`,
      );
    }),
  ];
  if (places.length === 0) return;
  throw new ApikitError(
    'TextsReplaced',
    `In a template, CloudFormation would replace parts of the project by values of the account:\n${places.map((place) => `  ${place}`).join('\n')}`,
    {
      hint: 'Write another text into the contract or apikit.yaml, deploy it, and export again. Nothing was written.',
      exitCode: EXIT.usage,
    },
  );
}

type KeysReplaced = (keys: readonly string[]) => string | undefined;

/**
 * Returns the key that makes an object a function of CloudFormation, or a mark of the export itself. `Ref` is a
 * function only as the single key, and `Fn::Transform` also beside others.
 */
const keysReplaced: KeysReplaced = (keys) =>
  keys.find((key) => key.startsWith('Fn::') || key === '$secret' || key === '$object' || isLoneRef(key, keys));

const isLoneRef = (key: string, keys: readonly string[]): boolean => key === 'Ref' && keys.length === 1;

function replacedIn(value: unknown, path: Path, keysOf: KeysReplaced): Replaced[] {
  if (typeof value === 'string') {
    const what = dynamicReferenceIn(value);
    return what === undefined ? [] : [{ path, what }];
  }
  if (Array.isArray(value)) return value.flatMap((each, index) => replacedIn(each, [...path, index], keysOf));
  if (typeof value !== 'object' || value === null) return [];
  const what = keysOf(Object.keys(value));
  if (what !== undefined) return [{ path, what }];
  return Object.entries(value).flatMap(([key, each]) => [
    ...replacedIn(key, [...path, key], keysOf),
    ...replacedIn(each, [...path, key], keysOf),
  ]);
}
