/** Pupils who work as a team: what is given to one is given to all, as long as the page asks for it. */

export class Mates {
  /** @param {Record<string, number[]>} known the others of the team of each pupil @param {PageElement | null} box ticked */
  constructor(known, box) {
    this.known = known;
    this.box = box;
  }

  /** Nobody else's when the box is not ticked. @param {number} pupil @returns {number[]} */
  of(pupil) {
    return this.box?.checked ? (this.known[pupil] ?? []) : [];
  }
}
