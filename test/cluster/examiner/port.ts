/** Where the examiner takes orders, within its pod. */
export const PORT = 8_500;
