const { DynamoDBClient, GetItemCommand, PutItemCommand } = require('@aws-sdk/client-dynamodb');

const client = new DynamoDBClient({});
const reply = (statusCode, body) => ({ statusCode, body: JSON.stringify(body) });

module.exports.list = async () => reply(200, { stage: process.env.STAGE, greeting: process.env.GREETING });

module.exports.item = async ({ httpMethod, pathParameters: { id }, body }) => {
  const TableName = process.env.ITEMS;
  if (httpMethod === 'PUT') {
    const Item = { id: { S: id }, name: { S: JSON.parse(body).name } };
    await client.send(new PutItemCommand({ TableName, Item }));
    return reply(200, { id });
  }
  if (httpMethod === 'DELETE') return reply(200, { deleted: id });
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }));
  return Item ? reply(200, { id, name: Item.name.S }) : reply(404, { id });
};
