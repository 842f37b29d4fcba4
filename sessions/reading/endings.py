"""Endings that words take in the languages without a stemmer, folded; longest first."""

ENDINGS = {
    "kk": "нын нин дын дин тын тин мен бен пен дан ден тан тен нан нен лар лер дар дер тар тер га ге ка ке на не "
    "да де та те ды ди ты ти ны ни ы и".split(),
    "tk": "lary leri larynyn lerinin nyn nin lar ler dan den yn in un da de ny ni na ne a e y i".split(),
}  # fmt: skip
