export { type Calibration, isCalibration, type LeafKind, leafKinds, noCalibration, type SecondLook } from './calibration.js';
export { type CalibrationCurve, calibrated, type Outcome } from './curve.js';
export { fitIsotonic } from './isotonic.js';
export { type LeafFeatures, type LeafModel, leafFeatures, type WeightedFeatures, weigh } from './leaf-model.js';
export { fitLogistic } from './logistic.js';
export { fitLogisticRegression } from './logistic-regression.js';
