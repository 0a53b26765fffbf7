/** DeleteParameter, DeleteParameters. */
import type { OperationContext } from '../../cloud/operation.ts';
import { parameterNotFound, parametersOf, storedAt } from './model.ts';
import { operation } from './operation.ts';

export const deleteParameter = operation('DeleteParameter', ({ Name }, context) => {
  if (!remove(Name, context)) throw parameterNotFound(Name);
});

export const deleteParameters = operation('DeleteParameters', ({ Names }, context) => {
  const DeletedParameters = Names.filter((name) => remove(name, context));
  return { DeletedParameters, InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)) };
});

/** The name is not available again at once. */
function remove(name: string, context: OperationContext): boolean {
  const parameter = storedAt(context, name);
  if (!parameter) return false;
  parametersOf(context).delete(parameter.name);
  context.cloud.transitions.begin(context, 'parameterDeleted', parameter.name);
  return true;
}
