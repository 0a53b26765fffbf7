import { operation } from '../../../cloud/operation.ts';
import { newShortId } from '../identifiers.ts';
import { type Members, requiredText } from '../members.ts';
import { editFor } from '../method-state.ts';
import { addResource } from './resource-tree.ts';

export const createResource = operation({
  name: 'CreateResource',
  http: 'POST /restapis/{restApiId}/resources/{parentId}',
  status: 201,
  run: (input: Members, context) =>
    editFor(context, input, (definition) =>
      addResource(definition, requiredText(input, 'parentId'), requiredText(input, 'pathPart'), newShortId(context)),
    ),
});
