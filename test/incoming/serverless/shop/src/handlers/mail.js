const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');

const client = new DynamoDBClient({});

exports.send = async ({ Records }) => {
  for (const { body } of Records) {
    const Item = { id: { S: body }, name: { S: 'sent' } };
    await client.send(new PutItemCommand({ TableName: process.env.ITEMS, Item }));
  }
};
exports.nightly = async () => {};
