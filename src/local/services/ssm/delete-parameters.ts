/** DeleteParameter, DeleteParameters. */
import { operation } from '../../operation.ts';
import { check, NAME, parameterNotFound, parametersOf } from './model.ts';

export const deleteParameter = operation<{ Name: string }, object>({
  name: 'DeleteParameter',
  run({ Name }, context) {
    check(['name', Name, NAME]);
    if (!parametersOf(context).delete(Name)) throw parameterNotFound(Name);
    return {};
  },
});

export const deleteParameters = operation<{ Names: string[] }, unknown>({
  name: 'DeleteParameters',
  run({ Names }, context) {
    check(['names', Names, { required: true, minLength: 1, maxLength: 10 }]);
    const parameters = parametersOf(context);
    const DeletedParameters = Names.filter((name) => parameters.delete(name));
    return { DeletedParameters, InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)) };
  },
});
