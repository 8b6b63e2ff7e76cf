export type { OpenAiEngineConfig } from './config.js';
export { createOpenAiEngine } from './engine.js';
