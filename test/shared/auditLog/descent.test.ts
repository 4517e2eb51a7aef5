import { Descent } from '../../../shared/auditLog/descent';

const MINUTE = 60_000;
const page = (...minutes: number[]) =>
	minutes.map((minute) => ({ instant: minute * MINUTE, grain: 1_000 }));

test('a descending list has passed the start once it is older', () => {
	const order = new Descent(60 * MINUTE);
	expect(order.hasPassed(page(70, 65))).toBe(false);
	expect(order.hasPassed(page(62, 60))).toBe(false);
	expect(order.hasPassed(page(59))).toBe(true);
});

test('an ascending list is read to its end', () => {
	const order = new Descent(60 * MINUTE, 15 * MINUTE);
	expect(order.hasPassed(page(1, 2, 3))).toBe(false);
	expect(order.hasPassed(page(30, 50, 59))).toBe(false);
	expect(order.hasPassed(page(70, 20))).toBe(false);
});

test('an unordered list is read to its end', () => {
	const order = new Descent(60 * MINUTE, 15 * MINUTE);
	expect(order.hasPassed(page(50, 10, 40, 5))).toBe(false);
});

test('late entries may be out of order, within the tolerance', () => {
	expect(new Descent(60 * MINUTE, 15 * MINUTE).hasPassed(page(70, 61, 69, 55))).toBe(true);
	expect(new Descent(60 * MINUTE, 5 * MINUTE).hasPassed(page(70, 61, 69, 55))).toBe(false);
});

test('a page with a single time does not show the order', () => {
	expect(new Descent(60 * MINUTE).hasPassed(page(50, 50, 50))).toBe(false);
});
