/** GetParameterHistory: returns all stored versions, oldest first. */
import { operation } from '../../cloud/operation.ts';
import { type ParameterVersion, page, parameterNotFound, storedAt, valueOnWire } from './model.ts';

interface Input {
  Name: string;
  WithDecryption?: boolean;
  MaxResults?: number;
  NextToken?: string;
}

export const getParameterHistory = operation<Input, unknown>({
  name: 'GetParameterHistory',
  run({ Name, WithDecryption = false, MaxResults, NextToken }, context) {
    const parameter = storedAt(context, Name);
    if (!parameter) throw parameterNotFound(Name);
    const { items, rest } = page([...(parameter.earlier ?? []), parameter], MaxResults ?? 50, NextToken);
    const onWire = (one: ParameterVersion) => ({
      Name: one.name,
      Type: one.type,
      ...(one.keyId !== undefined && { KeyId: one.keyId }),
      LastModifiedDate: new Date(one.modifiedAt),
      LastModifiedUser: `arn:aws:iam::${context.account}:root`,
      ...(one.description !== undefined && { Description: one.description }),
      Value: valueOnWire(one, WithDecryption),
      ...(one.allowedPattern !== undefined && { AllowedPattern: one.allowedPattern }),
      Version: one.version,
      Labels: [],
      Tier: one.tier,
      Policies: [],
      DataType: one.dataType,
    });
    return { Parameters: items.map(onWire), ...rest };
  },
});
