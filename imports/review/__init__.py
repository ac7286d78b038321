"""What review screens ask and say: the answers that people gave, the sentences that sum a step up."""
