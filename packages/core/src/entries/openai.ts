/** `@maaza/core/openai`: an engine behind any server with an OpenAI-compatible API. */
export { createOpenAiEngine, type OpenAiEngineConfig } from '../adapters/openai-compatible/index.js';
