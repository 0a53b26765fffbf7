export const handler = async ({ authorizationToken, methodArn }) => ({
  principalId: 'ada',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [
      { Action: 'execute-api:Invoke', Effect: authorizationToken === 'open' ? 'Allow' : 'Deny', Resource: methodArn },
    ],
  },
});
