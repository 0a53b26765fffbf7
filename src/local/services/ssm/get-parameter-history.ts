/** GetParameterHistory: returns all stored versions, oldest first. */
import { type ParameterVersion, page, parameterNotFound, storedAt, valueOnWire } from './model.ts';
import { operation } from './operation.ts';

export const getParameterHistory = operation(
  'GetParameterHistory',
  ({ Name, WithDecryption = false, MaxResults, NextToken }, context) => {
    const parameter = storedAt(context, Name);
    if (!parameter) throw parameterNotFound(Name);
    const { items, next } = page([...(parameter.earlier ?? []), parameter], MaxResults ?? 50, NextToken);
    const onWire = (one: ParameterVersion) => ({
      Name: one.name,
      Type: one.type,
      KeyId: one.keyId,
      LastModifiedDate: new Date(one.modifiedAt),
      LastModifiedUser: `arn:aws:iam::${context.account}:root`,
      Description: one.description,
      Value: valueOnWire(one, WithDecryption),
      AllowedPattern: one.allowedPattern,
      Version: one.version,
      Labels: [],
      Tier: one.tier,
      Policies: [],
      DataType: one.dataType,
    });
    return { Parameters: items.map(onWire), NextToken: next };
  },
);
