/**
 * A sentence on a file or folder that cannot be used; undefined when that is not what the error is about.
 * @param named what to call it, where Node names another one
 */
export function fileProblem(error: unknown, named?: string): string | undefined {
	if (!isOfFiles(error)) return undefined;
	const name = named ?? error.path ?? 'it';
	if (error.code === 'ENOENT') return `There is no file or folder ${name}.`;
	if (error.code === 'EACCES' || error.code === 'EPERM') return `This user may not use ${name}.`;
	return error.message;
}

/** Node's errors come from another realm in tests. */
function isOfFiles(error: unknown): error is NodeJS.ErrnoException {
	return typeof error === 'object' && error !== null && 'syscall' in error && 'message' in error;
}
