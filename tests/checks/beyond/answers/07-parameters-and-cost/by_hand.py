# %% right: fractions
from fractions import Fraction

fc6_parameters = Fraction(102_764_544)
fc6_share = Fraction(102_764_544, 138_357_544)
fc7_flops = Fraction(33_554_432)

# %% right: NumPy's numbers
fc6_parameters = np.int64(102_764_544)
fc6_share = np.float32(0.7427)
fc7_flops = np.float64(2.0 * 4096**2)

# %% channels and pixels added | number | - | ~sizes are added where they multiply
fc6_parameters = 4096 * (512 + 7 + 7) + 4096

# %% a side once | number | kernel-side-once | -
fc6_parameters = 4096 * 512 * 7 + 4096

# %% three channels, as of the image | number | - | ~that would be with 3 channels
fc6_parameters = 4096 * 3 * 49 + 4096

# %% a zero lost | number | - | factor
fc6_parameters = 10_276_454

# %% a million | number | - | factor
fc6_parameters = 102.76

# %% twice | factor | - | factor 2
fc6_parameters = 2 * 102_764_544

# %% one part in the rest | share | - | ~that compares it with the others
fc6_share = 102_764_544 / (138_357_544 - 102_764_544)

# %% in percent | share | - | ~percentage
fc6_share = 74.3

# %% two digits | share | - | ~three digits
fc6_share = 0.74

# %% the share of the others | share | - | ~that is the part of all the others
fc6_share = 0.257

# %% text | kind | - | kind
fc6_share = "74.3 %"

# %% for a batch of two | factor | - | factor 2
fc7_flops = 4 * 4096**2

# %% the parameters | number | - | ~those are the parameters
fc7_flops = 4096**2 + 4096

# %% one sum | number | - | ~that is what one output takes
fc7_flops = 2 * 4096

# %% fc6's | number | - | ~those are the weights of fc6
fc7_flops = 2 * 25088 * 4096

# %% in millions | factor | - | factor 1e-6
fc7_flops = 33.55

# %% right: a fraction
from fractions import Fraction
fc6_parameters = 4096 * (7 * 7 * 512 + 1)
fc6_share = round(float(Fraction(fc6_parameters, 138357544)), 3)
fc7_flops = sum([4096 + 4095 + 1] * 4096)

# %% a bias for each channel | number | - | ~the weights are right
fc6_parameters = 4096 * 512 * 49 + 512
fc6_share = 102764544 / 138357544
fc7_flops = 2 * 4096 * 4096

# %% a bias for each input | number | bias-per-input | -
fc6_parameters = 4096 * 512 * 49 + 25088
fc6_share = 102764544 / 138357544
fc7_flops = 2 * 4096 * 4096

# %% FLOPs of fc6 | number | - | ~those are the weights of fc6
fc6_parameters = 4096 * 512 * 49 + 4096
fc6_share = 102764544 / 138357544
fc7_flops = 2 * 4096 * 512 * 49

# %% forward and backward | number | - | ~that is forward and backward
fc6_parameters = 4096 * 512 * 49 + 4096
fc6_share = 102764544 / 138357544
fc7_flops = 6 * 4096 * 4096

# %% rounded down to three digits | number | - | ~is cut after three digits
fc6_parameters = 4096 * 512 * 49 + 4096
fc6_share = 0.742
fc7_flops = 2 * 4096 * 4096

# %% an f-string | kind | - | kind
fc6_parameters = "102,764,544"
fc6_share = 0.743
fc7_flops = 2 * 4096 * 4096
