module.exports.check = (event, _context, callback) => {
  if (event.authorizationToken !== 'open') return callback('Unauthorized');
  callback(null, {
    principalId: 'ada',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }],
    },
  });
};
