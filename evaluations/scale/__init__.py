"""The scale of a school, as plain data: its codes, its states, its way to compute. No database, no page.

- `codes`: codes de notation, and what makes a set of them hold;
- `levels`: états d'acquisition, likewise;
- `calculation`: method, limit and look-back, likewise, and in words;
- `colours`: the fills of the levels, their contrasts, how they are seen in grey and by colour-blind people;
- `symbols`: what is drawn under the sigle of a code;
- `whole`: the three together, to and from what is stored;
- `told`: what a change of scale changes, in French;
- `moves`: which scores and states a change of scale moves;
- `simulation`: scores of typed series, and of every series of a length.
"""
