"""What a scanner read: passports and cards, boarding passes, NIK; anything else stays text.

Every reader is total: it gives a result or a reason, never an exception, whatever comes in. What
has a problem is left out of the result, so that what is there may fill a form.
"""
