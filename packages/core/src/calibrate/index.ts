export { type Calibration, isCalibration, type LeafKind, leafKinds, noCalibration } from './calibration.js';
export { type CalibrationCurve, calibrated, fitIsotonic, type Outcome } from './isotonic.js';
