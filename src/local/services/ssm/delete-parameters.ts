/** DeleteParameter, DeleteParameters. */
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { parameterNotFound, parametersOf, storedAt } from './model.ts';

export const deleteParameter = operation<{ Name: string }, object>({
  name: 'DeleteParameter',
  run({ Name }, context) {
    if (!remove(Name, context)) throw parameterNotFound(Name);
    return {};
  },
});

export const deleteParameters = operation<{ Names: string[] }, unknown>({
  name: 'DeleteParameters',
  run({ Names }, context) {
    const DeletedParameters = Names.filter((name) => remove(name, context));
    return { DeletedParameters, InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)) };
  },
});

/** The name is not available again at once. */
function remove(name: string, context: OperationContext): boolean {
  const parameter = storedAt(context, name);
  if (!parameter) return false;
  parametersOf(context).delete(parameter.name);
  context.cloud.transitions.begin(context, 'parameterDeleted', parameter.name);
  return true;
}
