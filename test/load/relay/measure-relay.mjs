export async function measureRelay() {
  return undefined;
}
