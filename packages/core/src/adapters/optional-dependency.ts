import { DependencyError } from '../errors/index.js';

const isAbsent = (error: unknown, name: string): boolean => {
  const { code, message } = error as { code?: string; message?: string };
  // Only the package itself: a package that is there and lacks one of its own files is damaged, not absent.
  return (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && message?.includes(`'${name}'`) === true;
};

/**
 * Loads an optional peer when a feature first needs it.
 * @param load - `() => import('name')`, so that bundlers and types see the name
 * @throws {DependencyError} `dependency_not_installed` with the command that adds it in `details.command`; any other failure as it is
 */
export async function loadOptionalDependency<T>(name: string, feature: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw isAbsent(cause, name) ? notInstalled(name, feature, cause) : cause;
  }
}

function notInstalled(name: string, feature: string, cause: unknown): DependencyError {
  const command = `npm install ${name}`;
  return new DependencyError('dependency_not_installed', `${feature} needs the package ${name}, which is not installed; run: ${command}`, {
    details: { package: name, command },
    cause,
  });
}
