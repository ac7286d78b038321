/** The parts of a page that speak with the server, with the device and with the person: each is given what it may call. */
import { ConflictList } from "./conflicts.js";
import { Live } from "./live.js";
import { Offline } from "./offline.js";
import { RestoredClicks, wholeGrid } from "./restored.js";
import { Saver } from "./saver.js";
import { sendLetter } from "./saving.js";

/** @import { GridPage } from "./page.js" */

/** @param {GridPage} page @returns {Saver} */
export function makeSaver(page) {
  return new Saver({
    model: page.model,
    send: (letter) => sendLetter(page.frame.dataset.saveUrl, page.signIn.account, letter, page.words.forbidden),
    signIn: (sentence) => page.signIn.ask(sentence),
    catchUp: async () => page.live === null || page.live.pull(),
    onSaved: (letter, answer) => page.onSaved(letter, answer),
    onFailure: (failure, letter) => page.onFailure(failure, letter),
    onBusy: (isBusy) => page.onBusy(isBusy),
  });
}

/** @param {GridPage} page @returns {ConflictList} */
export function makeConflicts(page) {
  return new ConflictList(page.part("conflicts"), {
    said: (cell, value) => page.table.said(cell, value),
    blank: page.table.alphabet.blank,
    me: page.settings.me,
    kept: page.words.kept,
    wordsOf: (cell) => page.table.describe(cell),
    takeMine: (wanted) => {
      page.model.insist(wanted.keys());
      page.onChange(page.model.setCells(wanted));
      page.saver.save(wanted.keys());
    },
    takeTheirs: (cells) => {
      page.repaint(page.model.giveUp(cells));
      page.refresh();
    },
    onSettled: (cell) => page.view.show(cell),
  });
}

/** @param {GridPage} page @returns {RestoredClicks} */
export function makeRestored(page) {
  return new RestoredClicks(
    { shown: page.part("restored"), hidden: page.part("not-shown"), lost: page.part("lost") },
    {
      said: (value) => page.table.alphabet.word(value),
      narrowing: page.words.narrowing,
      onRefused: (cells) => {
        page.onChange(page.model.setCells(new Map(cells.map((cell) => [cell, page.model.displayed[cell]]))));
      },
      onForgotten: () => page.offline.forgetHidden(),
      onRead: (pages) => page.offline.forgetLost(pages),
    },
  );
}

/** @param {GridPage} page @returns {Live} */
export function makeLive(page) {
  return new Live({
    settings: page.settings,
    page: page.name,
    account: page.signIn.account,
    model: page.model,
    isSettled: () => page.saver.isSettled,
    settled: () => page.saver.settled,
    isMine: (save) => page.saver.sent(save),
    onCompany: (others) => page.colleagues.company.show(others),
    onNews: (news) => page.colleagues.onNews(news),
    onReached: () => page.offline.reach(),
    onMissed: (isCut) => page.offline.miss(isCut),
  });
}

/** @param {GridPage} page @returns {Offline} */
export function makeOffline(page) {
  const { grid, key, day } = page.settings;
  const address = wholeGrid(location.href, page.words.narrowing);
  return new Offline({
    model: page.model,
    saver: page.saver,
    live: page.live,
    whose: { owner: page.signIn.account, grid, address, page: page.name, key, day },
    line: page.part("offline"),
    say: page.say,
    wordsOf: (cell) => page.table.describe(cell),
    ofFinal: page.words.final,
    onRestored: (news) => {
      page.repaint([...news.leaving, ...news.back]);
      page.colleagues.addDisputes(news.disputed);
      page.restored.show(news);
      page.refresh();
    },
    onLost: (records) => page.restored.showLost(records),
    onHidden: (clicks) => page.restored.showHidden(clicks),
  });
}
