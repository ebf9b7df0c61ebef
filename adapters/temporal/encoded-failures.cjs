// Loaded by Temporal's SDK by its path: messages and stacks of failures become payloads, which the codec encrypts.
// The SDK loads it by `require`, so it is CommonJS.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
