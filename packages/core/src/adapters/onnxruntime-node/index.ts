export type { OnnxLanguageModelConfig, OrtModule } from './config.js';
export { createOnnxLanguageModel } from './language-model.js';
