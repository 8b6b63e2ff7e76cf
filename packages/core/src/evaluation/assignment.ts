/**
 * The one-to-one assignment of rows to columns with the greatest total weight: the Hungarian method with potentials, O(n³).
 * @param weights - `weights[row][column]`, finite and not negative; rows of equal length. It need not be square.
 * @returns for each row its column, or -1 where there are more rows than columns and the row went without.
 * @see Kuhn, "The Hungarian method for the assignment problem", 1955
 */
export function bestAssignment(weights: readonly (readonly number[])[]): number[] {
  const rows = weights.length;
  const columns = weights[0]?.length ?? 0;
  const size = Math.max(rows, columns);
  // Rows and columns that are only there to make the matrix square weigh nothing, so a row without a partner lands on one of them.
  const cost = (row: number, column: number) => -(weights[row - 1]?.[column - 1] ?? 0);

  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  /** row (from 1) that holds the column; column 0 stands for the row being placed */
  const rowOf = new Int32Array(size + 1);

  for (let row = 1; row <= size; row++) {
    const slack = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const cameFrom = new Int32Array(size + 1);
    const isReached = new Uint8Array(size + 1);
    let column = 0;
    rowOf[0] = row;
    do {
      isReached[column] = 1;
      const holder = rowOf[column]!;
      let nearest = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let next = 1; next <= size; next++) {
        if (isReached[next]) continue;
        const reduced = cost(holder, next) - rowPotential[holder]! - columnPotential[next]!;
        if (reduced < slack[next]!) {
          slack[next] = reduced;
          cameFrom[next] = column;
        }
        if (slack[next]! < least) {
          least = slack[next]!;
          nearest = next;
        }
      }
      for (let reached = 0; reached <= size; reached++) {
        if (isReached[reached]) {
          rowPotential[rowOf[reached]!]! += least;
          columnPotential[reached]! -= least;
        } else slack[reached]! -= least;
      }
      column = nearest;
    } while (rowOf[column] !== 0);
    // Every row on the way back moves one column on, which frees one for the new row.
    while (column !== 0) {
      rowOf[column] = rowOf[cameFrom[column]!]!;
      column = cameFrom[column]!;
    }
  }

  const assigned = new Array<number>(rows).fill(-1);
  for (let column = 1; column <= columns; column++) if (rowOf[column]! <= rows) assigned[rowOf[column]! - 1] = column - 1;
  return assigned;
}
