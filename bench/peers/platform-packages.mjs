/** Prints the packages with binaries for this machine, as name@version of package-lock.json: of node-llama-cpp without graphics cards, and of sharp. */
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', import.meta.url), 'utf8'));
const { platform, arch } = process;
const isGlibc = platform !== 'linux' || process.report.getReport().header.glibcVersionRuntime !== undefined;
const llamaPlatform = { darwin: 'mac', win32: 'win' }[platform] ?? platform;
const sharpPlatform = platform === 'linux' && !isGlibc ? 'linuxmusl' : platform;

/** The package's own binaries carry its version; those of sharp have versions of their own, and some platforms need only one of them. */
const llama = `@node-llama-cpp/${llamaPlatform}-${arch}${platform === 'darwin' && arch === 'arm64' ? '-metal' : ''}`;
const sharp = [`@img/sharp-${sharpPlatform}-${arch}`, `@img/sharp-libvips-${sharpPlatform}-${arch}`].filter(
  (name) => packages[`node_modules/${name}`],
);

const wanted = [
  `${llama}@${packages['node_modules/node-llama-cpp'].version}`,
  ...sharp.map((name) => `${name}@${packages[`node_modules/${name}`].version}`),
];
console.log(wanted.join('\n'));
