/**
 * ajv, its formats and its writer of standalone code, under their names. It is loaded lazily, and of a CommonJS package
 * in the bundle, `import()` has only the default export.
 */
export { Ajv2020 } from 'ajv/dist/2020.js';
export { default as standaloneCode } from 'ajv/dist/standalone/index.js';
export { default as addFormats } from 'ajv-formats';
export { fullFormats } from 'ajv-formats/dist/formats.js';
