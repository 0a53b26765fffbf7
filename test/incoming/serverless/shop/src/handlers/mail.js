exports.send = async ({ Records }) => {
  for (const { body } of Records) console.log('mail', body);
};
exports.nightly = async () => {};
