import { MINUTE } from '../../shared/durations';

/** Windows that are done, and the time left by what each has taken so far. */
export function progressOf(windows: number, print: (text: string) => void) {
	const began = performance.now();
	return {
		show(done: number): void {
			const each = (performance.now() - began) / done;
			const left = done === 0 ? '' : `, ${minutes(each * (windows - done))} left`;
			print(`${done} of ${windows} windows${left}`);
		},
	};
}

function minutes(milliseconds: number): string {
	return milliseconds < MINUTE ? 'less than a minute' : `${Math.round(milliseconds / MINUTE)} min`;
}
