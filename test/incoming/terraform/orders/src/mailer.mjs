export const handler = async ({ Records }) => {
  for (const { body } of Records) process.stdout.write(`${body}\n`);
};
