/** Finds functions by name and by tags. Reads only. */
import { type FunctionConfiguration, ListFunctionsCommand, ListTagsCommand } from '@aws-sdk/client-lambda';
import { functionArn } from '../../../naming/arns.ts';
import { functionName } from '../../../naming/names.ts';
import { ownFunctions } from '../../arns/own-arns.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindSearch, SearchTarget } from '../search.ts';

export const functionSearch: KindSearch = {
  lists: ['lambda:ListFunctions'],
  reads: ['lambda:ListTags'],
  own: ownFunctions,
  any: (scope) => [functionArn(scope, '*')],
  in({ clients, facts: target }) {
    return {
      ofArn: (arn) => /:lambda:[^:]*:\d*:function:([^:]+)$/.exec(arn)?.[1],
      all: async () => (await ourFunctions({ clients, facts: target })).map(({ FunctionName = '' }) => FunctionName),
      ofStage: (owner) => [functionName(owner)],
      async tags(FunctionName) {
        const client = await clients.lambda();
        // GetFunction also returns tags, but with them a link to the code, which a search should not need.
        const found = await undefinedIfNotFound(
          client.send(new ListTagsCommand({ Resource: functionArn(target, FunctionName) })),
        );
        return found && (found.Tags ?? {});
      },
      arn: (name) => functionArn(target, name),
    };
  },
};

/** The functions whose environment names their app. */
export async function ourFunctions({ clients }: SearchTarget): Promise<FunctionConfiguration[]> {
  const client = await clients.lambda();
  const found: FunctionConfiguration[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListFunctionsCommand({ Marker }));
    found.push(...(page.Functions ?? []).filter(({ Environment }) => Environment?.Variables?.APIKIT_APP !== undefined));
    Marker = page.NextMarker;
  } while (Marker);
  return found;
}
